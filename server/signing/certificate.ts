import { X509Certificate } from "node:crypto";
import { FileError, readTextFile } from "@/server/files/read-text";

/** The text of a file with a certificate in PEM. Throws FileError, also where the certificate has ended. */
export async function readCertificate(file: string): Promise<string> {
  const text = await readTextFile(file);
  const endMs = endOf(text);
  if (endMs === null) throw new FileError(`${file} is not a certificate in PEM.`);
  if (endMs > Date.now()) return text;
  throw new FileError(`The certificate in ${file} ended on ${new Date(endMs).toISOString()}. Name a newer one.`);
}

function endOf(text: string): number | null {
  try {
    return Date.parse(new X509Certificate(text).validTo);
  } catch {
    return null;
  }
}
