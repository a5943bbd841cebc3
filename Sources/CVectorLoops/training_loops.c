#include "clones.h"
#include "vector_loops.h"

typedef int scarp_int16 __attribute__((vector_size(64), aligned(4)));

// The kernel elements of one output that lie on the map: first and end of rows and columns, where the first one reads.
typedef struct {
  long first_row, end_row, first_column, end_column, start;
} inside;

// The elements of a kernel of `kernel` elements at `origin` that lie in 0..<length.
static inline void clip(long origin, long length, long kernel, long dilation, long *first, long *end) {
  if (origin >= 0 && origin + (kernel - 1) * dilation < length) {
    *first = 0;
    *end = kernel;
    return;
  }
  long low = origin < 0 ? (-origin + dilation - 1) / dilation : 0;
  const long room = length - 1 - origin;
  const long high = room < 0 ? 0 : room / dilation + 1;
  *end = high < kernel ? high : kernel;
  *first = low < *end ? low : *end;
}

static inline inside elements(const scarp_window *w, long sample, long row, long column) {
  inside found;
  const long top = row * w->row_stride - w->row_padding;
  const long left = column * w->column_stride - w->column_padding;
  clip(top, w->rows, w->kernel_rows, w->row_dilation, &found.first_row, &found.end_row);
  clip(left, w->columns, w->kernel_columns, w->column_dilation, &found.first_column,
       &found.end_column);
  found.start = ((sample * w->rows + top) * w->columns + left) * w->channels;
  return found;
}

// Copies a short run: whole vectors, the last of which may overlap the one before.
static inline void copy_run(const float *source, long count, float *target) {
  if (count < 16) {
    for (long i = 0; i < count; i++) target[i] = source[i];
    return;
  }
  for (long i = 0; i + 16 <= count; i += 16) {
    *(scarp_float16 *)(target + i) = *(const scarp_float16 *)(source + i);
  }
  *(scarp_float16 *)(target + count - 16) = *(const scarp_float16 *)(source + count - 16);
}

SCARP_CLONES void scarp_copy_columns(
    const scarp_window *w, const float *restrict input, long count, float *restrict columns) {
  const long channels = w->channels;
  const long run = w->kernel_columns * channels;
  const long row_step = w->row_dilation * w->columns * channels;
  const long column_step = w->column_dilation * channels;
  float *restrict target = columns;
  for (long sample = 0; sample < count; sample++) {
    for (long row = 0; row < w->output_rows; row++) {
      for (long column = 0; column < w->output_columns; column++) {
        const inside in = elements(w, sample, row, column);
        const int is_whole = in.first_column == 0 && in.end_column == w->kernel_columns;
        for (long y = 0; y < w->kernel_rows; y++, target += run) {
          const int is_inside = y >= in.first_row && y < in.end_row;
          const long source = in.start + y * row_step;
          if (is_inside && is_whole && w->column_dilation == 1) {
            copy_run(input + source, run, target);
            continue;
          }
          for (long x = 0; x < w->kernel_columns; x++) {
            float *place = target + x * channels;
            if (is_inside && x >= in.first_column && x < in.end_column) {
              copy_run(input + (source + x * column_step), channels, place);
            } else {
              for (long c = 0; c < channels; c++) place[c] = 0;
            }
          }
        }
      }
    }
  }
}

SCARP_CLONES void scarp_add_columns(
    const scarp_window *w, const float *restrict columns, long count, float *restrict input) {
  const long channels = w->channels;
  const long run = w->kernel_columns * channels;
  const long row_step = w->row_dilation * w->columns * channels;
  const long column_step = w->column_dilation * channels;
  for (long i = 0; i < count * w->rows * w->columns * channels; i++) input[i] = 0;
  const float *restrict source = columns;
  for (long sample = 0; sample < count; sample++) {
    for (long row = 0; row < w->output_rows; row++) {
      for (long column = 0; column < w->output_columns; column++) {
        const inside in = elements(w, sample, row, column);
        for (long y = in.first_row; y < in.end_row; y++) {
          for (long x = in.first_column; x < in.end_column; x++) {
            float *restrict target = input + (in.start + y * row_step + x * column_step);
            const float *restrict element = source + y * run + x * channels;
            for (long c = 0; c < channels; c++) target[c] += element[c];
          }
        }
        source += w->kernel_rows * run;
      }
    }
  }
}

SCARP_CLONES void scarp_max_pool(
    const scarp_window *w, const float *restrict input, long count, float *restrict output,
    float *restrict winners) {
  const long channels = w->channels;
  const long row_step = w->row_dilation * w->columns * channels;
  const long column_step = w->column_dilation * channels;
  const long vector_end = channels / 16 * 16;
  for (long sample = 0; sample < count; sample++) {
    for (long row = 0; row < w->output_rows; row++) {
      for (long column = 0; column < w->output_columns; column++) {
        const inside in = elements(w, sample, row, column);
        for (long c = 0; c < vector_end; c += 16) {
          scarp_float16 best = (scarp_float16){0} - __builtin_inff();
          scarp_float16 winner = (scarp_float16){0} - 1.0f;
          for (long y = in.first_row; y < in.end_row; y++) {
            for (long x = in.first_column; x < in.end_column; x++) {
              const scarp_float16 value =
                  *(const scarp_float16 *)(input + (in.start + y * row_step + x * column_step + c));
              const scarp_float16 element =
                  (scarp_float16){0} + (float)(y * w->kernel_columns + x);
              const scarp_int16 is_larger = value > best;
              best = (scarp_float16)(((scarp_int16)value & is_larger)
                  | ((scarp_int16)best & ~is_larger));
              winner = (scarp_float16)(((scarp_int16)element & is_larger)
                  | ((scarp_int16)winner & ~is_larger));
            }
          }
          *(scarp_float16 *)(output + c) = best;
          *(scarp_float16 *)(winners + c) = winner;
        }
        for (long c = vector_end; c < channels; c++) {
          output[c] = -__builtin_inff();
          winners[c] = -1;
          for (long y = in.first_row; y < in.end_row; y++) {
            for (long x = in.first_column; x < in.end_column; x++) {
              const float value = input[in.start + y * row_step + x * column_step + c];
              if (value > output[c]) {
                output[c] = value;
                winners[c] = (float)(y * w->kernel_columns + x);
              }
            }
          }
        }
        output += channels;
        winners += channels;
      }
    }
  }
}

SCARP_CLONES void scarp_max_pool_gradient(
    const scarp_window *w, const float *restrict output_gradient, const float *restrict winners,
    long count, float *restrict input_gradient) {
  const long channels = w->channels;
  const long row_step = w->row_dilation * w->columns * channels;
  const long column_step = w->column_dilation * channels;
  for (long i = 0; i < count * w->rows * w->columns * channels; i++) input_gradient[i] = 0;
  for (long sample = 0; sample < count; sample++) {
    for (long row = 0; row < w->output_rows; row++) {
      for (long column = 0; column < w->output_columns; column++) {
        const inside in = elements(w, sample, row, column);
        for (long y = in.first_row; y < in.end_row; y++) {
          for (long x = in.first_column; x < in.end_column; x++) {
            const float element = (float)(y * w->kernel_columns + x);
            float *restrict target =
                input_gradient + (in.start + y * row_step + x * column_step);
            for (long c = 0; c < channels; c++) {
              // Loaded before the choice, so that the loop has no branch.
              const float gradient = output_gradient[c];
              target[c] += winners[c] == element ? gradient : 0;
            }
          }
        }
        output_gradient += channels;
        winners += channels;
      }
    }
  }
}

SCARP_CLONES void scarp_sum_rows(
    const float *restrict matrix, long rows, long columns, float *restrict sums) {
  for (long c = 0; c < columns; c++) sums[c] = 0;
  for (long r = 0; r < rows; r++) {
    const float *restrict row = matrix + r * columns;
    for (long c = 0; c < columns; c++) sums[c] += row[c];
  }
}

SCARP_CLONES void scarp_add(const float *restrict source, long count, float *restrict target) {
  for (long i = 0; i < count; i++) target[i] += source[i];
}

SCARP_CLONES void scarp_adagrad(
    const float *restrict gradients, long count, float speed, float decay, float epsilon,
    float *restrict squares, float *restrict parameters) {
  for (long i = 0; i < count; i++) {
    const float g = gradients[i] + decay * parameters[i];
    squares[i] += g * g;
    parameters[i] -= speed * g / (__builtin_elementwise_sqrt(squares[i]) + epsilon);
  }
}
