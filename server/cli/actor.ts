import { userInfo } from "node:os";

/**
 * Who runs a command, for the audit log: the operating system's user. In a container that has a number and no name, the
 * number stands for it.
 */
export function commandActor(): `cli:${string}` {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    return `cli:uid:${process.getuid?.() ?? "unknown"}`;
  }
}
