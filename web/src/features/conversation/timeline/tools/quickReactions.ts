// The six reactions that are one press away.
export const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "😢"] as const;
