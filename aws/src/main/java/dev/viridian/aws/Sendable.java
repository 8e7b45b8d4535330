package dev.viridian.aws;

/** Texts that a message may hold: SQS, to which SNS delivers, takes no character that XML 1.0 does not have, and logs are full of such. */
final class Sendable {
    private static final int REPLACEMENT = 0xfffd;

    private Sendable() {}

    /** The text with whatever may not be sent replaced by U+FFFD. */
    static String of(String text) {
        return text.codePoints().allMatch(Sendable::isSendable)
                ? text
                : text.codePoints()
                        .map(character -> isSendable(character) ? character : REPLACEMENT)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isSendable(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xd7ff)
                || (character >= 0xe000 && character <= 0xfffd)
                || character >= 0x10000;
    }
}
