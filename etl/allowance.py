"""What a document may cost beyond the usual, where its form is known to need more than a page of text."""

import resource

_MIB = 1024 * 1024


def extend(*, memory_mib: int = 0, cpu_seconds: int = 0) -> None:
    """Raise the limits under which this process reads, where it is under any (see ``etl.workers``)."""
    for limit, more in ((resource.RLIMIT_AS, memory_mib * _MIB), (resource.RLIMIT_CPU, cpu_seconds)):
        soft, hard = resource.getrlimit(limit)
        if more and soft != resource.RLIM_INFINITY:
            raised = soft + more if hard == resource.RLIM_INFINITY else min(soft + more, hard)
            resource.setrlimit(limit, (raised, hard))
