// The six reactions that take one click.
export const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "😢"] as const;
