// Navigates to a message. If the URL already names it, it is left first, so that the jump happens again.
import { useLocation } from "wouter";
import { paths } from "./paths";

export function useJump(): (roomId: string, messageId: string) => void {
  const [location, navigate] = useLocation();
  return (roomId, messageId) => {
    const to = paths.message(roomId, messageId);
    if (location !== to) {
      navigate(to);
      return;
    }
    navigate(paths.room(roomId), { replace: true });
    requestAnimationFrame(() => navigate(to, { replace: true }));
  };
}
