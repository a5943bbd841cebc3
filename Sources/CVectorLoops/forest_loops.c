#include "clones.h"
#include "vector_loops.h"

SCARP_CLONES void scarp_threshold_codes(
    const float *restrict values, long step, long count, const float *restrict thresholds,
    long threshold_count, uint16_t *restrict codes) {
  enum { LANES = 64 };
  for (long start = 0; start < count; start += LANES) {
    const long lanes = count - start < LANES ? count - start : LANES;
    float value[LANES];
    int32_t place[LANES];
    for (long i = 0; i < LANES; i++) {
      value[i] = i < lanes ? values[(start + i) * step] : 0;
      place[i] = 0;
    }
    // All lanes halve the same range: there is nothing to predict, and lanes go side by side.
    for (long left = threshold_count; left > 0;) {
      const int32_t half = (int32_t)((left + 1) / 2);
      // place + half is at most the count, as in each lane at most `left` thresholds follow its place.
      for (long i = 0; i < LANES; i++) {
        place[i] += thresholds[place[i] + half - 1] < value[i] ? half : 0;
      }
      left -= half;
    }
    for (long i = 0; i < lanes; i++) codes[start + i] = (uint16_t)place[i];
  }
}

void scarp_look_up_bytes(
    const uint16_t *restrict codes, long count, const uint8_t *restrict table,
    uint8_t *restrict target, long target_step) {
  for (long i = 0; i < count; i++) target[i * target_step] = table[codes[i]];
}

#if defined(__x86_64__)
#include <immintrin.h>
#define SCARP_BYTES __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))

int scarp_has_byte_permutations(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
      && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi");
}

/// The entries of a table of 128 bytes at the lower seven bits of each index.
#define LOOK_UP(table, index) \
  _mm512_permutex2var_epi8( \
      _mm512_loadu_si512(table), index, _mm512_loadu_si512((const uint8_t *)(table) + 64))

enum { SIDE_BY_SIDE = 8 };

SCARP_BYTES static inline __attribute__((always_inline)) void walk_groups(
    const uint8_t *restrict codes, const uint8_t *restrict tables, int stride, int groups,
    uint8_t *restrict exits) {
  const int rows = 128 / stride;
  const __mmask64 first = rows == 64 ? ~0ull : (1ull << rows) - 1;
  __m512i lanes = _mm512_setzero_si512();
  {
    uint8_t offsets[64];
    for (int lane = 0; lane < 64; lane++) offsets[lane] = (uint8_t)(lane % rows * stride);
    lanes = _mm512_loadu_si512(offsets);
  }
  __m512i place[SIDE_BY_SIDE];
  for (int g = 0; g < groups; g++) place[g] = _mm512_setzero_si512();
  for (;;) {
    __mmask64 arrived = ~0ull;
#pragma clang loop unroll(full)
    for (int g = 0; g < groups; g++) {
      // The code that each sample's split looks at: each step fills the lanes of a few samples, whose codes stand in
      // 128 bytes; the others keep their index.
      __m512i value = _mm512_or_si512(LOOK_UP(tables, place[g]), lanes);
      const uint8_t *group = codes + g * 64 * stride;
#pragma clang loop unroll(full)
      for (int part = 0; part < 64 / rows; part++) {
        value = _mm512_mask2_permutex2var_epi8(
            _mm512_loadu_si512(group + part * 128), value, first << (part * rows),
            _mm512_loadu_si512(group + part * 128 + 64));
      }
      const __mmask64 right = _mm512_cmpgt_epu8_mask(value, LOOK_UP(tables + 128, place[g]));
      const __m512i next = _mm512_mask_mov_epi8(
          LOOK_UP(tables + 256, place[g]), right, LOOK_UP(tables + 384, place[g]));
      // A place of 128 and more is an exit and stays.
      place[g] = _mm512_mask_mov_epi8(next, _mm512_movepi8_mask(place[g]), place[g]);
      arrived &= _mm512_movepi8_mask(place[g]);
    }
    if (arrived == ~0ull) break;
  }
  for (int g = 0; g < groups; g++) _mm512_storeu_si512(exits + g * 64, place[g]);
}

#define WALK(stride) \
  do { \
    long group = 0; \
    for (; group + SIDE_BY_SIDE <= groups; group += SIDE_BY_SIDE) \
      walk_groups(codes + group * 64 * stride, tables, stride, SIDE_BY_SIDE, exits + group * 64); \
    for (; group < groups; group++) \
      walk_groups(codes + group * 64 * stride, tables, stride, 1, exits + group * 64); \
  } while (0)

SCARP_BYTES void scarp_walk_tree_tops(
    const uint8_t *restrict codes, long stride, long groups, const uint8_t *restrict tables,
    uint8_t *restrict exits) {
  switch (stride) {
    case 16: WALK(16); break;
    case 32: WALK(32); break;
    case 64: WALK(64); break;
    default: WALK(128); break;
  }
}

SCARP_BYTES void scarp_add_exits(
    const uint8_t *restrict exits, long groups, const uint8_t *restrict table,
    uint8_t *restrict sums) {
  for (long group = 0; group < groups; group++) {
    const __m512i leaf = LOOK_UP(table, _mm512_loadu_si512(exits + group * 64));
    _mm512_storeu_si512(
        sums + group * 64, _mm512_add_epi8(_mm512_loadu_si512(sums + group * 64), leaf));
  }
}
#else
int scarp_has_byte_permutations(void) { return 0; }

void scarp_walk_tree_tops(
    const uint8_t *restrict codes, long stride, long groups, const uint8_t *restrict tables,
    uint8_t *restrict exits) {
  for (long row = 0; row < 64 * groups; row++) {
    uint8_t place = 0;
    while (place < 128) {
      const int right = codes[row * stride + tables[place]] > tables[128 + place];
      place = tables[(right ? 384 : 256) + place];
    }
    exits[row] = place;
  }
}

void scarp_add_exits(
    const uint8_t *restrict exits, long groups, const uint8_t *restrict table,
    uint8_t *restrict sums) {
  for (long row = 0; row < 64 * groups; row++) sums[row] += table[exits[row] & 127];
}
#endif
