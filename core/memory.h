// How the process deals with memory that it has freed.
#pragma once

namespace agencywatch::core {

// Some megabytes of it stay with the process instead of going back to the system after each answer of a server, only to
// be asked for again: without it, a fetch spends a sixth of its time on page faults. To be called once, before threads
// start. glibc's mallopt(3).
void KeepFreedMemory();

}  // namespace agencywatch::core
