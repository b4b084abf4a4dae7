// Makes every key a checked one.
import type shell from "./en.json";
import type entrance from "./entrance/en.json";
import type landing from "./landing/en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof entrance & typeof landing & typeof shell };
    returnNull: false;
  }
}
