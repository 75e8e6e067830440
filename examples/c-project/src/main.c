#include "wordcount.h"

#include <stdio.h>

int main(void) {
  char buffer[4096];
  struct counts counts = {0, 0, 0};
  int in_word = 0;
  size_t length;
  while ((length = fread(buffer, 1, sizeof buffer, stdin)) > 0)
    count_text(buffer, length, &counts, &in_word);
  if (ferror(stdin)) {
    perror("wordcount");
    return 1;
  }
  printf("%zu lines, %zu words, %zu bytes\n", counts.lines, counts.words,
         counts.bytes);
  return 0;
}
