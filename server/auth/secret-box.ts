import { env } from "@/server/env";
import { makeSecretBox, type SecretBox } from "@/server/services/people/secret-box";

let shared: SecretBox | undefined;

/** The box of this installation, under SEALING_KEY; SEALING_KEY_OLD still opens. */
export function secretBox(): SecretBox {
  const { SEALING_KEY, SEALING_KEY_OLD } = env();
  shared ??= makeSecretBox(SEALING_KEY, SEALING_KEY_OLD);
  return shared;
}
