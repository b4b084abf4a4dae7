// The landing page's picture: a small room made of the client's own parts. It is a picture: nothing in it can be focused.
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/Avatar";

const people = [
  { id: "landing-ines", name: "Inés Duarte" },
  { id: "landing-bo", name: "Bo Lindqvist" },
  { id: "landing-mara", name: "Mara Osei" },
] as const;

const lines = [
  { by: 0, at: "9:41", text: "The 7:40 boat is full. There is one at nine." },
  { by: 1, at: "9:42", text: "Nine is fine. That leaves time for coffee at the harbour." },
  { by: 2, at: "9:42", text: "I bring the maps." },
  { by: 0, at: "9:43", text: "Booked. Six places." },
] as const;

export function LivePicture() {
  const { t } = useTranslation();
  return (
    <figure
      role="img"
      aria-label={t("landing.picture")}
      className="overflow-hidden rounded-lg border border-line bg-bg shadow-overlay"
    >
      <div aria-hidden="true">
        <div className="flex items-center gap-3 border-b border-line px-5 py-3.5">
          <Avatar id="landing-room" name="Island weekend" size={32} shape="square" />
          <span className="font-semibold">Island weekend</span>
          <span className="ms-auto flex -space-x-2">
            {people.map((person) => (
              <span key={person.id} className="rounded-full ring-2 ring-bg">
                <Avatar id={person.id} name={person.name} size={26} />
              </span>
            ))}
          </span>
        </div>
        <ul className="grid gap-1 px-2 py-4">
          {lines.map((line) => {
            const person = people[line.by];
            return (
              <li key={line.text} data-landing-line="" className="flex gap-3 rounded-md px-3 py-2">
                <Avatar id={person.id} name={person.name} />
                <span className="min-w-0">
                  <span className="flex items-baseline gap-2">
                    <span className="font-semibold">{person.name}</span>
                    <span className="text-xs text-text-3">{line.at}</span>
                  </span>
                  <span className="block">{line.text}</span>
                </span>
              </li>
            );
          })}
        </ul>
      </div>
    </figure>
  );
}
