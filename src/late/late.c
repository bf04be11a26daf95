/* Libraries that only some commands need, loaded when they are needed. The build writes late.inc: LATE(library, number,
 * function) for each of their functions that is called (late.sh). Here each gets a body, one jump through a slot, and
 * late_bind() fills the slots of a library. The program is linked like any other, so a misspelt function, full RELRO and
 * LD_BIND_NOW are the linker's usual business. A call before os_library() jumps to nowhere, from a frame of that name. */
#include "base/os.h"

#include <dlfcn.h>
#include <string.h>

static const struct {
    const char *library, *function;
} names[] = {
#define LATE(library, number, function) {library, #function},
#include "late.inc"
#undef LATE
};

enum { COUNT = sizeof names / sizeof *names };

extern void *late_slots[COUNT];
void *late_slots[COUNT];

/* The registers of the call, and the stack, must reach the function as they are: no C can say that. */
#if defined __x86_64__
#define JUMP(number) "endbr64\n jmp *late_slots+8*" #number "(%rip)\n"
#elif defined __aarch64__
#define JUMP(number) \
    "hint #34\n adrp x16, late_slots+8*" #number "\n ldr x16, [x16, :lo12:late_slots+8*" #number "]\n br x16\n"
#endif

#define LATE(library, number, function)                                                 \
    __asm__(".text\n .globl " #function "\n .type " #function ", %function\n" #function \
            ":\n .cfi_startproc\n" JUMP(number) ".cfi_endproc\n .size " #function ", .-" #function "\n");
#include "late.inc"

const char *late_bind(const char *library, void *handle)
{
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(names[i].library, library))
            continue;
        late_slots[i] = dlsym(handle, names[i].function);
        if (!late_slots[i])
            return dlerror();
    }
    return NULL;
}
