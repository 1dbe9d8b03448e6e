/** esbuild gathers the styles into one file; TypeScript only needs to know that they may be imported. */
declare module "*.css";
