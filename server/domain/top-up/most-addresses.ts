/** More would cost the chain source a call each; a wallet's money is seldom at more. */
export const MOST_ADDRESSES = 20;
