// Loops between matrix products, which Swift compiles for the oldest processor of an architecture only. Here each is
// compiled several times, and the loader picks the one that suits the machine.
//
// All pointers are valid for the numbers of elements given; outputs overlap no inputs unless said.
#ifndef SCARP_VECTOR_LOOPS_H
#define SCARP_VECTOR_LOOPS_H

#include <stdint.h>

// MARK: Maps

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

// MARK: Training

// How a kernel moves over maps of rows x columns x channels: see SlidingWindow.
typedef struct {
  long rows, columns, channels;
  long kernel_rows, kernel_columns;
  long row_stride, column_stride;
  long row_padding, column_padding;
  long row_dilation, column_dilation;
  long output_rows, output_columns;
} scarp_window;

// What the kernel sees at each output of `count` maps side by side (im2col): kernel row, kernel column, channel; 0 beyond
// the border. `columns` has count * output_rows * output_columns * kernel_rows * kernel_columns * channels floats.
void scarp_copy_columns(
    const scarp_window *window, const float *input, long count, float *columns);

// The way back (col2im): adds each element of `columns` to where it came from. `input` is overwritten.
void scarp_add_columns(
    const scarp_window *window, const float *columns, long count, float *input);

// The largest value under the kernel, channel by channel, and the number of the kernel element that it is; the first of
// equals wins, places beyond the border never do.
void scarp_max_pool(
    const scarp_window *window, const float *input, long count, float *output, float *winners);

// The way back: each output's gradient goes to its winner. `input_gradient` is overwritten.
void scarp_max_pool_gradient(
    const scarp_window *window, const float *output_gradient, const float *winners, long count,
    float *input_gradient);

// sums[c] = sum over rows r of matrix[r * columns + c], from the first row to the last
void scarp_sum_rows(const float *matrix, long rows, long columns, float *sums);

// target[i] += source[i]
void scarp_add(const float *source, long count, float *target);

// g = gradients[i] + decay * parameters[i];  squares[i] += g^2
// parameters[i] -= speed * g / (sqrt(squares[i]) + epsilon)
void scarp_adagrad(
    const float *gradients, long count, float speed, float decay, float epsilon, float *squares,
    float *parameters);

// MARK: Forests

// codes[i] = how many of `threshold_count` rising `thresholds` (at most 65535) are below values[i * step]; 0 for NaN.
void scarp_threshold_codes(
    const float *values, long step, long count, const float *thresholds, long threshold_count,
    uint16_t *codes);

// target[i * target_step] = table[codes[i]]
void scarp_look_up_bytes(
    const uint16_t *codes, long count, const uint8_t *table, uint8_t *target, long target_step);

// Whether the processor looks up 64 bytes at once, which makes the next two fast.
int scarp_has_byte_permutations(void);

// Walks 64 * groups samples from the root of a tree to an exit. `codes` has `stride` (16, 32, 64 or 128) bytes for each
// sample, `tables` four tables of 128 bytes by split: the byte that it looks at (below `stride`), its threshold, and where
// samples go that are at most it, or above it. From 128 on a place is an exit.
void scarp_walk_tree_tops(
    const uint8_t *codes, long stride, long groups, const uint8_t *tables, uint8_t *exits);

// sums[i] += table[exits[i] - 128] for 64 * groups samples; sums wrap around at 256.
void scarp_add_exits(const uint8_t *exits, long groups, const uint8_t *table, uint8_t *sums);
// MARK: Kernels of support vector machines

typedef enum { SCARP_LINEAR, SCARP_RADIAL_BASIS, SCARP_POLYNOMIAL } scarp_kernel_kind;

// K(a, b) = a.b, exp(-gamma |a - b|^2) or (gamma a.b + coefficient)^degree, degree at least 1. Exponents below -87 count
// as -87.
typedef struct {
  scarp_kernel_kind kind;
  long degree;
  float gamma, coefficient;
} scarp_kernel;

// row[t] = K(own, sample t) for t < count. The samples lie column by column, columns `step` floats apart; `count` is a
// multiple of 16.
void scarp_kernel_row(
    const scarp_kernel *kernel, const float *samples, long step, long columns, const float *own,
    long count, float *row);

// sums[r] += sum over t < step of coefficients[t] K(row r, vector t). The vectors lie column by column, columns `step`
// floats apart; `step` is a multiple of 16. `room` holds 6 * columns floats.
void scarp_kernel_sums(
    const scarp_kernel *kernel, const float *rows, long row_count, long columns,
    const float *vectors, long step, const float *coefficients, float *room, double *sums);

// MARK: Steps of sequential minimal optimisation, see WorkingSetSearch

// forces[t] -= step (first[t] - second[t]), then the t with the largest forces[t] + growth[t]. `count` is a multiple of 16;
// of equals the first sample in the first lane is taken.
long scarp_advance_forces(
    const float *first, const float *second, double step, const double *growth, long count,
    double *forces);

// The t with the largest gain, or -1, and the largest difference. `count` is a multiple of 16.
//   difference[t] = force - forces[t] + shrinkage[t]
//   gain[t] = max(difference[t], 0)^2 / max(own + diagonal[t] - 2 row[t], 1e-12)
long scarp_find_partner(
    double force, float own, const float *row, const float *diagonal, const double *forces,
    const double *shrinkage, long count, double *largest_difference);

#endif
