// The user's own picture, in the settings.
import { patchMe } from "@/net/api/me";
import { signedInAs } from "@/state/session/session";
import { useMe } from "@/state/session/whoami";
import { PictureField } from "./PictureField";

export function MyPicture() {
  const me = useMe();
  if (me === null) return null;
  return (
    <PictureField
      id={me.id}
      name={me.display_name}
      url={me.avatar_url}
      shape="circle"
      onKeep={async (avatar_upload_id) => signedInAs(await patchMe({ avatar_upload_id }))}
    />
  );
}
