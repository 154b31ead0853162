/** The signer checked the request and refused to sign: by this question nothing was signed. */
export class SignerRefused extends Error {
  override readonly name = "SignerRefused";
}
