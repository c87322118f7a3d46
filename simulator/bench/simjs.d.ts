/** The library has no types and no exports: it is imported for its effect on `window`. */
declare module "simjs";
