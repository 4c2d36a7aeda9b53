/** The part of sm-crypto that is used; the package carries no types. */
declare module 'sm-crypto' {
  export const sm2: {
    doVerifySignature(
      message: readonly number[],
      signatureHex: string,
      publicKeyHex: string,
      options: { der: boolean; hash: boolean; userId?: string },
    ): boolean;
  };
}
