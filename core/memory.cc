#include "core/memory.h"

#include <malloc.h>

namespace agencywatch::core {

void KeepFreedMemory() {
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_TOP_PAD, 4 << 20);
  mallopt(M_MMAP_THRESHOLD, 1 << 20);  // glibc no longer adapts it once one of these is set
}

}  // namespace agencywatch::core
