// A command: says its arguments and one variable of its environment, then writes a file and reads it back.
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  fputs("args", stdout);
  for (int i = 1; i < argc; i++) printf(" %s", argv[i]);
  const char *name = getenv("NAME");
  printf("\nname %s\n", name ? name : "");

  FILE *file = fopen("/data/note.txt", "w");
  if (file) {
    fputs("from c", file);
    fclose(file);
  } else {
    perror("write");
  }
  char text[64];
  file = fopen("/data/note.txt", "r");
  if (!file || !fgets(text, sizeof text, file)) {
    perror("read");
    return 1;
  }
  fclose(file);
  printf("file %s\n", text);
  return 0;
}
