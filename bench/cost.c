/* cost N FOLDER PROGRAM [ARGUMENT]...: runs a program N times, each time without FOLDER ("-": as it is), and prints the
 * medians: CPU ms (user + system), ms from start to exit, page faults, peak KiB. Small itself: a child's peak begins
 * with its parent's. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1001, FIGURES = 4 };
static double figures[FIGURES][MOST];

static double ms(long long seconds, long long fraction, double each)
{
    return (double)seconds * 1000 + (double)fraction * each;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void run(int i, char **command)
{
    struct timespec begin, end;
    struct rusage usage;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 1);
        dup2(null, 2);
        execv(command[0], command);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        exit(1);
    clock_gettime(CLOCK_MONOTONIC, &end);
    figures[0][i] = ms(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec, usage.ru_utime.tv_usec + usage.ru_stime.tv_usec, 1e-3);
    figures[1][i] = ms(end.tv_sec - begin.tv_sec, end.tv_nsec - begin.tv_nsec, 1e-6);
    figures[2][i] = (double)usage.ru_minflt;
    figures[3][i] = (double)usage.ru_maxrss;
}

int main(int argc, char **argv)
{
    int n = argc > 3 ? atoi(argv[1]) : 0;
    if (n < 1 || n > MOST)
        return 2;
    for (int i = 0; i < n; i++) {
        pid_t child = strcmp(argv[2], "-") != 0 ? fork() : -1;
        if (child == 0)
            execlp("rm", "rm", "-rf", argv[2], (char *)NULL);
        if (child > 0)
            waitpid(child, NULL, 0);
        run(i, argv + 3);
    }
    for (int k = 0; k < FIGURES; k++)
        qsort(figures[k], (size_t)n, sizeof **figures, by_value);
    printf("%.2f %.2f %.0f %.0f\n", figures[0][n / 2], figures[1][n / 2], figures[2][n / 2], figures[3][n / 2]);
    return 0;
}
