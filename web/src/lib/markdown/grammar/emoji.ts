// Emoji shortcodes that are recognised in text: a few common ones. The picker and completion insert the emoji itself, so no
// message depends on this table.

const TABLE =
  "+1 👍|-1 👎|100 💯|angry 😠|anguished 😧|astonished 😲|balloon 🎈|beers 🍻|bell 🔔|blush 😊|bomb 💣|book 📖|boom 💥|bug 🐛|bulb 💡|cake 🍰|calendar 📅|cat 🐱|chart 📊|check ✅|clap 👏|coffee ☕|computer 💻|confused 😕|cool 😎|cry 😢|crossed_fingers 🤞|dancer 💃|dog 🐶|exclamation ❗|eyes 👀|facepalm 🤦|fearful 😨|fire 🔥|fist ✊|flushed 😳|gift 🎁|grin 😁|grinning 😀|handshake 🤝|heart ❤️|heart_eyes 😍|heavy_check_mark ✔️|hourglass ⌛|hug 🤗|innocent 😇|joy 😂|key 🔑|kiss 😘|laughing 😆|link 🔗|lock 🔒|mag 🔍|memo 📝|moon 🌙|muscle 💪|neutral_face 😐|ok 🆗|ok_hand 👌|open_mouth 😮|package 📦|partying_face 🥳|pensive 😔|phone 📞|pizza 🍕|point_down 👇|point_left 👈|point_right 👉|point_up ☝️|pray 🙏|question ❓|rage 😡|rainbow 🌈|raised_hands 🙌|relaxed ☺️|rocket 🚀|rofl 🤣|rolling_eyes 🙄|rose 🌹|scream 😱|see_no_evil 🙈|shrug 🤷|sleeping 😴|slightly_smiling_face 🙂|smile 😄|smiley 😃|smirk 😏|snowflake ❄️|sob 😭|sparkles ✨|star ⭐|sun ☀️|sunglasses 😎|sweat 😓|sweat_smile 😅|tada 🎉|thinking 🤔|thumbsdown 👎|thumbsup 👍|tired_face 😫|trophy 🏆|unlock 🔓|upside_down 🙃|v ✌️|warning ⚠️|wave 👋|weary 😩|white_check_mark ✅|wink 😉|worried 😟|wrench 🔧|x ❌|yum 😋|zap ⚡|zzz 💤";

const byName = new Map(TABLE.split("|").map((pair) => pair.split(" ") as [string, string]));

/** Emoji of a shortcode given without colons. */
export const emojiOf = (name: string): string | undefined => byName.get(name);

/** Shortcodes that begin with a prefix, for completion. */
export function emojiNamed(prefix: string, limit: number): [name: string, emoji: string][] {
  return [...byName].filter(([name]) => name.startsWith(prefix)).slice(0, limit);
}
