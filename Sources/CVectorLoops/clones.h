// One function for several instruction sets, where the loader can choose.
#if defined(__linux__) && defined(__x86_64__)
#define SCARP_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SCARP_CLONES
#endif

// Sixteen floats anywhere in memory; the compiler splits them where registers are narrower.
typedef float scarp_float16 __attribute__((vector_size(64), aligned(4)));
