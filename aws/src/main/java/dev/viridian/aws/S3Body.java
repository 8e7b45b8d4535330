package dev.viridian.aws;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The bits of one answer. Closed before its end it ends its connection, since the rest is not worth waiting for; else that is kept for the next call. */
final class S3Body extends ByteStream {
    private final ResponseInputStream<GetObjectResponse> body;
    private long left;

    S3Body(ResponseInputStream<GetObjectResponse> body, long length) {
        this.body = body;
        this.left = length;
    }

    /** That nothing comes for too long is no interrupt, though Java makes it one. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = body.read(bytes, offset, length);
            left -= Math.max(read, 0);
            return read;
        } catch (AbortedException e) {
            throw interrupted(e);
        } catch (SocketTimeoutException | SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    static IOException interrupted(AbortedException e) {
        InterruptedIOException interrupted = new InterruptedIOException("it was interrupted");
        interrupted.initCause(e);
        return interrupted;
    }

    @Override
    public void close() throws IOException {
        if (left > 0) {
            body.abort();
        } else {
            body.close();
        }
    }
}
