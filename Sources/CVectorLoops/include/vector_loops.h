// Loops between matrix products, which Swift compiles for the oldest processor of an architecture only. Here each is
// compiled several times, and the loader picks the one that suits the machine.
//
// All pointers are valid for the numbers of elements given; outputs overlap no inputs unless said.
#ifndef SCARP_VECTOR_LOOPS_H
#define SCARP_VECTOR_LOOPS_H

#include <stdint.h>

// Pooling, bias and rectifier of `count` places along a row:
//   target[i][f] = max(bias[f] + max over y, x < size of rows[y][place[i] * filters + x * column_step + f], 0)
// where place[i] is i when `places` is NULL. `rows` has `size` pointers; targets are `target_step` floats apart.
void scarp_pool_rectify(
    const float *const *rows, long size, long column_step, const int32_t *places, long count,
    const float *bias, long filters, float *target, long target_step);

// codes[i] = how many of `class_count` increasing `classes` are below values[i * step].
void scarp_class_codes(
    const float *values, long step, long count, const float *classes, long class_count,
    int32_t *codes);

// sums[i] += factor * codes[i]
void scarp_add_multiple(const int32_t *codes, int32_t factor, long count, int32_t *sums);

// The last layers of `count` cells with rows of tables added to their hidden values:
//   logits[i] = output_bias + sum over u of output[u] max(hidden[i][u] + bias[u] + sum over t of row(t, i)[u], 0)
//   row(t, i) = tables[t] + width * combinations[t * combination_step + i]
// `width` is a multiple of 16.
void scarp_table_logits(
    const float *hidden, const float *bias, const float *output, float output_bias, long width,
    const float *const *tables, long table_count, const int32_t *combinations,
    long combination_step, long count, float *logits);

#endif
