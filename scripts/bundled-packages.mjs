/** The packages that are a part of dist/, so that users install nothing; THIRD-PARTY-NOTICES has their licences. */
export const bundledPackages = ["saxes", "xmlchars"];
