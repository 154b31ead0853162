/** The signer checked the request and refused to sign: by this question nothing was signed. */
export class SignerRefused extends Error {
  override readonly name = "SignerRefused";
  constructor(
    message: string,
    /** It finds something else in the report than it was asked to sign: no limit of its own, and no matter of time. */
    readonly isDifference = false,
  ) {
    super(message);
  }
}
