#ifndef WORDCOUNT_H
#define WORDCOUNT_H

#include <stddef.h>

/* What was counted in a text. */
struct counts {
  size_t lines;
  size_t words;
  size_t bytes;
};

/* Adds what `length` bytes of text hold to `counts`. A word that began in an
   earlier call goes on if *in_word is not 0; start with 0. */
void count_text(const char *text, size_t length, struct counts *counts,
                int *in_word);

#endif
