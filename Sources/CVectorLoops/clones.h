// One function for several instruction sets, where the loader can choose: glibc's does. It chooses before the thread
// sanitizer is ready for the instrumented code that does so.
#include <stdint.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SCARP_HAS_THREAD_SANITIZER
#endif
#endif
#if defined(__GLIBC__) && defined(__x86_64__) && !defined(SCARP_HAS_THREAD_SANITIZER)
#define SCARP_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SCARP_CLONES
#endif

// Sixteen floats anywhere in memory; the compiler splits them where registers are narrower.
typedef float scarp_float16 __attribute__((vector_size(64), aligned(4)));
