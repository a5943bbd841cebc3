#include "clones.h"
#include "vector_loops.h"

SCARP_CLONES void scarp_pool_rectify(
    const float *const *restrict rows, long size, long column_step,
    const int32_t *restrict places, long count, const float *restrict bias, long filters,
    float *restrict target, long target_step) {
  for (long i = 0; i < count; i++) {
    const long start = (places ? places[i] : i) * filters;
    float *restrict result = target + i * target_step;
    if (size == 2) {
      const float *restrict upper = rows[0] + start;
      const float *restrict lower = rows[1] + start;
      for (long f = 0; f < filters; f++) {
        float a = upper[f] > upper[f + column_step] ? upper[f] : upper[f + column_step];
        float b = lower[f] > lower[f + column_step] ? lower[f] : lower[f + column_step];
        float largest = (a > b ? a : b) + bias[f];
        result[f] = largest > 0 ? largest : 0;
      }
      continue;
    }
    for (long f = 0; f < filters; f++) result[f] = rows[0][start + f];
    for (long y = 0; y < size; y++) {
      for (long x = 0; x < size; x++) {
        const float *restrict pixel = rows[y] + start + x * column_step;
        for (long f = 0; f < filters; f++) {
          result[f] = result[f] > pixel[f] ? result[f] : pixel[f];
        }
      }
    }
    for (long f = 0; f < filters; f++) {
      float largest = result[f] + bias[f];
      result[f] = largest > 0 ? largest : 0;
    }
  }
}

SCARP_CLONES void scarp_class_codes(
    const float *restrict values, long step, long count, const float *restrict classes,
    long class_count, int32_t *restrict codes) {
  for (long i = 0; i < count; i++) codes[i] = 0;
  for (long c = 0; c < class_count; c++) {
    const float value = classes[c];
    for (long i = 0; i < count; i++) codes[i] += values[i * step] > value;
  }
}

SCARP_CLONES void scarp_add_multiple(
    const int32_t *restrict codes, int32_t factor, long count, int32_t *restrict sums) {
  for (long i = 0; i < count; i++) sums[i] += factor * codes[i];
}

SCARP_CLONES void scarp_table_logits(
    const float *restrict hidden, const float *restrict bias, const float *restrict output,
    float output_bias, long width, const float *const *restrict tables, long table_count,
    const int32_t *restrict combinations, long combination_step, long count,
    float *restrict logits) {
  const scarp_float16 zero = {0};
  // Rows of tables are scattered over more memory than the nearer caches hold: ask for them a few cells ahead.
  const long ahead = 4;
  for (long i = 0; i < count; i++) {
    scarp_float16 sums = zero;
    if (i + ahead < count) {
      for (long t = 0; t < table_count; t++) {
        const long row = combinations[t * combination_step + i + ahead];
        for (long u = 0; u < width; u += 16) __builtin_prefetch(tables[t] + row * width + u);
      }
    }
    for (long u = 0; u < width; u += 16) {
      scarp_float16 value = *(const scarp_float16 *)(hidden + i * width + u)
          + *(const scarp_float16 *)(bias + u);
      for (long t = 0; t < table_count; t++) {
        const long row = combinations[t * combination_step + i];
        value += *(const scarp_float16 *)(tables[t] + row * width + u);
      }
      value = __builtin_elementwise_max(value, zero);
      sums += value * *(const scarp_float16 *)(output + u);
    }
    float logit = output_bias;
    for (long lane = 0; lane < 16; lane++) logit += sums[lane];
    logits[i] = logit;
  }
}
