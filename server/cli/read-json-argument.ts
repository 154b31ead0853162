import { readJsonFile } from "@/server/files/read-json";
import { FileError } from "@/server/files/read-text";
import { usageError } from "./command";

/** The JSON in a file that the command was called with. Throws a usage error that names it; `hint` is added. */
export function readJsonArgument(file: string, hint = ""): Promise<unknown> {
  return readJsonFile(file).catch((error: unknown) => {
    throw error instanceof FileError ? usageError(`${error.message}${hint}`) : error;
  });
}
