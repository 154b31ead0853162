import net from "node:net";
import { shown } from "@/server/domain/shown";

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use by another program",
  EACCES: "is not for this user",
};
const NO_ADDRESS = new Set(["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "EINVAL", "EAFNOSUPPORT"]);

/** A free port on 127.0.0.1. */
export function freePort(): Promise<number> {
  return listenOn(0, "127.0.0.1");
}

/** Throws if the port is not free; `choose` names the setting that selects another. Without a host: all addresses. */
export async function checkPort(port: number, choose: string, host?: string): Promise<number> {
  return listenOn(port, host).catch((error: NodeJS.ErrnoException) => {
    if (host !== undefined && NO_ADDRESS.has(error.code ?? "")) {
      throw new Error(`${shown(host)} is no address of this machine.`);
    }
    const reason = REASONS[error.code ?? ""] ?? "cannot be used";
    throw new Error(`Port ${port} ${reason}. Free it, or choose another with ${choose}.`);
  });
}

function listenOn(port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
