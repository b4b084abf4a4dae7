// Changes settings that apply on all devices; errors are reported. While the answer is awaited, `variables` has what was chosen.
import { useMutation } from "@tanstack/react-query";
import { patchMe } from "@/net/api/me";
import type { PatchSettings } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { signedInAs } from "@/state/session/session";
import { notify } from "@/state/shell/notices";

export function useSettings() {
  const problem = useProblem();
  const { mutate, isPending, variables } = useMutation(
    {
      mutationFn: (settings: PatchSettings) => patchMe({ settings }),
      onSuccess: signedInAs,
      onError: (error) => notify({ text: problem(error), tone: "danger" }),
    },
    queries,
  );
  return { mutate, isPending, variables: isPending ? variables : undefined };
}
