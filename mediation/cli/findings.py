"""What `mediation doctor` says, and what its checks know of this machine."""


class Soon(str):
    """A finding about which something must be done, though nothing is wrong yet."""


HERE = {"127.0.0.1", "localhost", "::1"}
