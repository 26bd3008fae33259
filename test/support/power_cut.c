/* A power failure for one program: LD_PRELOAD this library, and at its POWER_CUT_AT-th write below
 * POWER_CUT_BELOW the program ends, and what it has written since the last fsync of each file is lost from
 * some moment on, a different one for each file (POWER_CUT_SEED). With POWER_CUT_NO_SYNC, also what it did
 * fsync. With POWER_CUT_COUNT, the number of writes is put into that file at the end. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a write replaced. */
struct change {
  struct change *before;
  dev_t device;
  ino_t inode;
  char path[PATH_MAX];
  off_t offset, old_size;
  size_t length;
  char *old;
};

static struct change *latest;
static long writes, cut_at = -1;
static const char *below;
static int no_sync;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("POWER_CUT_AT"), *seed = getenv("POWER_CUT_SEED");
  below = getenv("POWER_CUT_BELOW");
  no_sync = getenv("POWER_CUT_NO_SYNC") != NULL;
  cut_at = at ? atol(at) : -1;
  srandom(seed ? (unsigned)atol(seed) : 1);
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("POWER_CUT_COUNT");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (file) {
    fprintf(file, "%ld\n", writes);
    fclose(file);
  }
}

static void undo(const struct change *change) {
  int fd = open(change->path, O_WRONLY | O_CLOEXEC);
  struct stat status;
  if (fd < 0) return;
  if (fstat(fd, &status) == 0 && status.st_ino == change->inode) {
    if (change->length > 0 && REAL(pwrite)(fd, change->old, change->length, change->offset) < 0) _exit(99);
    if (REAL(ftruncate)(fd, change->old_size) != 0) _exit(99);
  }
  close(fd);
}

static void cut(void) {
  for (struct change *newest = latest; newest; newest = newest->before) {
    long count = 0;
    if (newest->inode == 0) continue;
    for (struct change *c = newest; c; c = c->before)
      count += c->inode == newest->inode && c->device == newest->device;
    long lost = random() % (count + 1);
    ino_t inode = newest->inode;
    dev_t device = newest->device;
    for (struct change *c = newest; c; c = c->before) {
      if (c->inode != inode || c->device != device) continue;
      if (lost-- > 0) undo(c);
      c->inode = 0;
    }
  }
  kill(getpid(), SIGKILL);
}

/* Before a write of so many bytes, or with none before a change of size. */
static void note(int fd, off_t offset, size_t length) {
  char link[64];
  struct stat status;
  struct change *change;
  ssize_t got;
  if (!below || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return;
  change = calloc(1, sizeof *change);
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  got = readlink(link, change->path, sizeof change->path - 1);
  if (got < 0 || strncmp(change->path, below, strlen(below)) != 0) {
    free(change);
    return;
  }
  pthread_mutex_lock(&mutex);
  change->device = status.st_dev;
  change->inode = status.st_ino;
  change->offset = offset;
  change->old_size = status.st_size;
  if (offset < status.st_size) {
    if (length == 0) length = (size_t)(status.st_size - offset);
    change->old = malloc(length);
    got = pread(fd, change->old, length, offset);
    change->length = got > 0 ? (size_t)got : 0;
  }
  change->before = latest;
  latest = change;
  if (++writes == cut_at) cut();
  pthread_mutex_unlock(&mutex);
}

static void forget(int fd) {
  struct stat status;
  if (!below || no_sync || fstat(fd, &status) != 0) return;
  pthread_mutex_lock(&mutex);
  for (struct change **at = &latest; *at;) {
    struct change *change = *at;
    if (change->inode == status.st_ino && change->device == status.st_dev) {
      *at = change->before;
      free(change->old);
      free(change);
    } else {
      at = &change->before;
    }
  }
  pthread_mutex_unlock(&mutex);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  note(fd, offset, length);
  return REAL(pwrite)(fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  note(fd, offset, length);
  return REAL(pwrite)(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  off_t offset = lseek(fd, 0, SEEK_CUR);
  if (offset >= 0) note(fd, offset, length);
  return REAL(write)(fd, bytes, length);
}

int ftruncate(int fd, off_t size) {
  note(fd, size, 0);
  return REAL(ftruncate)(fd, size);
}

int ftruncate64(int fd, off64_t size) {
  note(fd, size, 0);
  return REAL(ftruncate)(fd, size);
}

int fsync(int fd) {
  int result = REAL(fsync)(fd);
  if (result == 0) forget(fd);
  return result;
}

int fdatasync(int fd) {
  int result = REAL(fdatasync)(fd);
  if (result == 0) forget(fd);
  return result;
}
