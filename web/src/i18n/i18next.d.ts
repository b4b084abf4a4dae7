// Makes the compiler check every key.
import type base from "./base/en.json";
import type shell from "./en.json";
import type entrance from "./entrance/en.json";
import type landing from "./landing/en.json";
import type more from "./more/en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof base & typeof entrance & typeof landing & typeof shell & typeof more };
    returnNull: false;
  }
}
