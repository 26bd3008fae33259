/* Preloaded beside the address sanitizer: makes it set itself up before the constructor of any library holds a lock. */
#include <stdlib.h>

__attribute__((constructor)) static void set_up_allocator(void) {
  void *volatile memory = malloc(1);
  free(memory);
}
