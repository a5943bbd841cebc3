#include "clones.h"
#include "vector_loops.h"

typedef unsigned scarp_unsigned16 __attribute__((vector_size(64), aligned(4)));

// Vectors are handed over by address: by value they would tie a function to one instruction set.

// x = exp(x) for x from -87 to 88, below as -87, NaN as NaN: the exponent's bits for 2^n, Cephes' polynomial for the rest.
static inline __attribute__((always_inline)) void exponential(scarp_float16 *value) {
  const scarp_float16 least = {-87, -87, -87, -87, -87, -87, -87, -87, -87, -87, -87, -87, -87, -87, -87, -87};
  const scarp_float16 x = __builtin_elementwise_max(*value, least);
  // Adding 1.5 * 2^23 leaves the nearest whole number in the low bits.
  const scarp_float16 shifted = x * 1.44269504f + 12582912.0f;
  const scarp_float16 n = shifted - 12582912.0f;
  const scarp_float16 r = x - n * 0.693359375f + n * 2.12194440e-4f;
  scarp_float16 p = r * 1.98756915e-4f + 1.39819995e-3f;
  p = p * r + 8.3334519e-3f;
  p = p * r + 4.1665796e-2f;
  p = p * r + 1.66666655e-1f;
  p = p * r + 5.0000001e-1f;
  p = p * (r * r) + r + 1.0f;
  const scarp_unsigned16 exponent = ((scarp_unsigned16)shifted << 23) + 0x3F800000u;
  *value = p * (scarp_float16)exponent;
}

// The kernel from the sum over columns.
static inline __attribute__((always_inline)) void finish(
    const scarp_kernel *kernel, scarp_float16 *sum) {
  if (kernel->kind == SCARP_RADIAL_BASIS) {
    *sum *= -kernel->gamma;
    exponential(sum);
  } else if (kernel->kind == SCARP_POLYNOMIAL) {
    const scarp_float16 base = *sum * kernel->gamma + kernel->coefficient;
    *sum = base;
    for (long i = 1; i < kernel->degree; i++) *sum *= base;
  }
}

// Sums over columns for one row of numbers: squared differences, or products.
static inline __attribute__((always_inline)) void add_term(
    int is_distance, const scarp_float16 *a, float b, scarp_float16 *sum) {
  if (is_distance) {
    const scarp_float16 difference = *a - b;
    *sum += difference * difference;
  } else {
    *sum += *a * b;
  }
}

SCARP_CLONES void scarp_kernel_row(
    const scarp_kernel *restrict kernel, const float *restrict samples, long step, long columns,
    const float *restrict own, long count, float *restrict row) {
  const scarp_kernel chosen = *kernel;
  const int is_distance = chosen.kind == SCARP_RADIAL_BASIS;
  long t = 0;
  for (; t + 64 <= count; t += 64) {
    scarp_float16 sums[4] = {0};
    for (long column = 0; column < columns; column++) {
      const scarp_float16 *value = (const scarp_float16 *)(samples + column * step + t);
#pragma clang loop unroll(full)
      for (long i = 0; i < 4; i++) add_term(is_distance, value + i, own[column], sums + i);
    }
#pragma clang loop unroll(full)
    for (long i = 0; i < 4; i++) {
      finish(&chosen, sums + i);
      ((scarp_float16 *)(row + t))[i] = sums[i];
    }
  }
  for (; t < count; t += 16) {
    scarp_float16 sum = {0};
    for (long column = 0; column < columns; column++) {
      add_term(is_distance, (const scarp_float16 *)(samples + column * step + t), own[column], &sum);
    }
    finish(&chosen, &sum);
    *(scarp_float16 *)(row + t) = sum;
  }
}

// Six rows at once, so that each vector is loaded once for all of them.
#define ROWS 6

static inline __attribute__((always_inline)) void add_sums(
    const scarp_kernel *kernel, int is_distance, const float *rows, long row_count, long columns,
    const float *vectors, long step, const float *coefficients, double *sums) {
  // Products are summed in single precision over 512 vectors, in double precision beyond.
  for (long first = 0; first < step; first += 512) {
    const long end = first + 512 < step ? first + 512 : step;
    scarp_float16 totals[ROWS] = {0};
    for (long t = first; t < end; t += 16) {
      scarp_float16 sum[ROWS] = {0};
      for (long column = 0; column < columns; column++) {
        const scarp_float16 value = *(const scarp_float16 *)(vectors + column * step + t);
#pragma clang loop unroll(full)
        for (long r = 0; r < ROWS; r++) {
          add_term(is_distance, &value, rows[r * columns + column], sum + r);
        }
      }
      const scarp_float16 coefficient = *(const scarp_float16 *)(coefficients + t);
#pragma clang loop unroll(full)
      for (long r = 0; r < ROWS; r++) {
        finish(kernel, sum + r);
        totals[r] += coefficient * sum[r];
      }
    }
    for (long r = 0; r < row_count; r++) {
      double total = 0;
      for (long lane = 0; lane < 16; lane++) total += totals[r][lane];
      sums[r] += total;
    }
  }
}

SCARP_CLONES void scarp_kernel_sums(
    const scarp_kernel *restrict kernel, const float *restrict rows, long row_count, long columns,
    const float *restrict vectors, long step, const float *restrict coefficients,
    float *restrict room, double *restrict sums) {
  for (long row = 0; row < row_count; row += ROWS) {
    const long found = row_count - row < ROWS ? row_count - row : ROWS;
    const float *start = rows + row * columns;
    if (found < ROWS) {
      for (long i = 0; i < ROWS * columns; i++) room[i] = i < found * columns ? start[i] : 0;
      start = room;
    }
    // One loop for each kernel, with nothing to decide inside.
    if (kernel->kind == SCARP_RADIAL_BASIS) {
      const scarp_kernel same = {SCARP_RADIAL_BASIS, 0, kernel->gamma, 0};
      add_sums(&same, 1, start, found, columns, vectors, step, coefficients, sums + row);
    } else if (kernel->kind == SCARP_LINEAR) {
      const scarp_kernel same = {SCARP_LINEAR, 0, 0, 0};
      add_sums(&same, 0, start, found, columns, vectors, step, coefficients, sums + row);
    } else {
      const scarp_kernel same = {SCARP_POLYNOMIAL, kernel->degree, kernel->gamma, kernel->coefficient};
      add_sums(&same, 0, start, found, columns, vectors, step, coefficients, sums + row);
    }
  }
}
