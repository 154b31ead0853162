/*
 * A PKCS#11 module that passes every call on to a real one (REAL_MODULE) and fails where a test says so: the files
 * FAULT.sign and FAULT.login hold "<hang|wrong|crash|code> <once|always>". Each login is a line of the file LOGINS, and
 * each name of its environment one of FAULT.environ.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <pkcs11.h>

static CK_FUNCTION_LIST list;
static CK_FUNCTION_LIST_PTR real;

/* What the call of this name has to do, or "". */
static const char *fault_of(const char *call) {
  static char path[512], what[16], often[16];
  snprintf(path, sizeof path, "%s.%s", getenv("FAULT"), call);
  FILE *file = fopen(path, "r");
  int words = file ? fscanf(file, "%15s %15s", what, often) : 0;
  if (file) fclose(file);
  if (words != 2) return "";
  if (strcmp(often, "once") == 0) unlink(path);
  if (strcmp(what, "crash") == 0) abort();
  while (strcmp(what, "hang") == 0) sleep(1000);
  return what;
}

static CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG length, CK_BYTE_PTR out, CK_ULONG_PTR size) {
  const char *what = fault_of("sign");
  if (*what >= '0' && *what <= '9') return strtoul(what, 0, 0);
  CK_RV answer = real->C_Sign(session, data, length, out, size);
  if (answer == CKR_OK && out && strcmp(what, "wrong") == 0) out[40] ^= 1;
  return answer;
}

static CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
  FILE *file = fopen(getenv("LOGINS"), "a");
  if (file) {
    fputs("login\n", file);
    fclose(file);
  }
  const char *what = fault_of("login");
  return *what ? strtoul(what, 0, 0) : real->C_Login(session, user, pin, length);
}

extern char **environ;

static void tell_environment(void) {
  char path[512];
  snprintf(path, sizeof path, "%s.environ", getenv("FAULT"));
  FILE *file = fopen(path, "w");
  for (char **each = environ; file && *each; each++) fprintf(file, "%.*s\n", (int)strcspn(*each, "="), *each);
  if (file) fclose(file);
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR found) {
  tell_environment();
  void *library = dlopen(getenv("REAL_MODULE"), RTLD_NOW);
  CK_C_GetFunctionList get = library ? (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList") : 0;
  if (!get || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
  list = *real;
  list.C_Sign = sign;
  list.C_Login = login;
  *found = &list;
  return CKR_OK;
}
