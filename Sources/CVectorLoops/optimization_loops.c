#include "clones.h"
#include "vector_loops.h"

typedef int32_t scarp_int16 __attribute__((vector_size(64), aligned(4)));
typedef double scarp_double8 __attribute__((vector_size(64), aligned(8)));
typedef int64_t scarp_long8 __attribute__((vector_size(64), aligned(8)));
typedef double scarp_double16 __attribute__((vector_size(128), aligned(8)));
typedef float scarp_float8 __attribute__((vector_size(32), aligned(4)));

SCARP_CLONES long scarp_advance_forces(
    const float *restrict first, const float *restrict second, double step,
    const double *restrict growth, long count, double *restrict forces) {
  scarp_double8 best = (scarp_double8){0} - __builtin_inf();
  scarp_long8 places = {0};
  for (long t = 0; t < count; t += 8) {
    const scarp_float8 change =
        *(const scarp_float8 *)(first + t) - *(const scarp_float8 *)(second + t);
    scarp_double8 force = *(const scarp_double8 *)(forces + t);
    force -= step * __builtin_convertvector(change, scarp_double8);
    *(scarp_double8 *)(forces + t) = force;
    force += *(const scarp_double8 *)(growth + t);
    const scarp_long8 better = force > best;
    best = __builtin_elementwise_max(best, force);
    places = (better & t) | (~better & places);
  }
  long lane = 0;
  for (long other = 1; other < 8; other++) {
    if (best[other] > best[lane]) lane = other;
  }
  return places[lane] + lane;
}

SCARP_CLONES long scarp_find_partner(
    double force, float own, const float *restrict row, const float *restrict diagonal,
    const double *restrict forces, const double *restrict shrinkage, long count,
    double *restrict largest_difference) {
  scarp_double16 largest = (scarp_double16){0} - __builtin_inf();
  scarp_float16 best = {0};
  scarp_int16 places = (scarp_int16){0} - 1;
  const scarp_float16 zero = {0};
  const scarp_float16 least = zero + 1e-12f;
  for (long t = 0; t < count; t += 16) {
    const scarp_double16 difference = force - *(const scarp_double16 *)(forces + t)
        + *(const scarp_double16 *)(shrinkage + t);
    largest = __builtin_elementwise_max(largest, difference);
    const scarp_float16 positive = __builtin_elementwise_max(
        __builtin_convertvector(difference, scarp_float16), zero);
    const scarp_float16 curvature = __builtin_elementwise_max(
        own + *(const scarp_float16 *)(diagonal + t) - 2 * *(const scarp_float16 *)(row + t), least);
    const scarp_float16 gain = positive * positive / curvature;
    const scarp_int16 better = gain > best;
    best = __builtin_elementwise_max(best, gain);
    places = (better & (int32_t)t) | (~better & places);
  }
  long lane = 0;
  for (long other = 1; other < 16; other++) {
    if (best[other] > best[lane]) lane = other;
  }
  *largest_difference = largest[0];
  for (long other = 1; other < 16; other++) {
    if (largest[other] > *largest_difference) *largest_difference = largest[other];
  }
  return places[lane] < 0 ? -1 : places[lane] + lane;
}
