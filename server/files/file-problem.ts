/** What Node's codes mean, as the end of a sentence. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EEXIST: "there is such a file already",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  EACCES: "this user may not",
  EPERM: "this user may not",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENOSPC: "the disk is full",
  EDQUOT: "this user's share of the disk is full",
  EROFS: "the disk cannot be written to",
  EIO: "the disk fails",
  ERR_INVALID_ARG_VALUE: "a file cannot have this name",
};

/** Why the system refused a file, in our words and not in Node's; null if the error is about something else. */
export function sayFileProblem(error: unknown): string | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return PROBLEMS[code] ?? null;
}
