package dev.viridian.aws;

/** The machines of one environment. */
interface MachineSet {
    /** The ARN of the target group by which its machines get users. */
    String targetGroup();

    /** It alone gets all users from now on: what was set up for its predecessor becomes its own. */
    void takeOver(Caller caller);
}
