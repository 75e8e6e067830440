#include "wordcount.h"

static int is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
         c == '\v';
}

void count_text(const char *text, size_t length, struct counts *counts,
                int *in_word) {
  for (size_t i = 0; i < length; ++i) {
    if (text[i] == '\n')
      ++counts->lines;
    if (is_blank(text[i])) {
      *in_word = 0;
    } else if (!*in_word) {
      *in_word = 1;
      ++counts->words;
    }
  }
  counts->bytes += length;
}
