#include "wordcount.h"

#include <stdio.h>
#include <string.h>

static int failures = 0;

static void expect(const char *text, size_t lines, size_t words) {
  struct counts counts = {0, 0, 0};
  int in_word = 0;
  count_text(text, strlen(text), &counts, &in_word);
  int ok = counts.lines == lines && counts.words == words &&
           counts.bytes == strlen(text);
  printf("%s: %zu lines, %zu words in %zu bytes\n", ok ? "ok" : "FAIL",
         counts.lines, counts.words, counts.bytes);
  failures += !ok;
}

static void expect_split_word(void) {
  struct counts counts = {0, 0, 0};
  int in_word = 0;
  count_text("spl", 3, &counts, &in_word);
  count_text("it word", 7, &counts, &in_word);
  int ok = counts.words == 2;
  printf("%s: a word over two reads\n", ok ? "ok" : "FAIL");
  failures += !ok;
}

int main(void) {
  expect("", 0, 0);
  expect("one", 0, 1);
  expect("one two\nthree\n", 2, 3);
  expect("  \t\n\n", 2, 0);
  expect_split_word();
  return failures != 0;
}
