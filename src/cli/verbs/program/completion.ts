/** `groggy completion`: the script that teaches a shell to complete, by asking `groggy complete`. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what shells expand
import type { Invocation } from "../../shared/invocation.js";

const scripts: Readonly<Record<string, readonly string[]>> = {
  bash: [
    "# groggy: completion for bash. In ~/.bashrc: source <(groggy completion bash)",
    "_groggy() {",
    "  local line lines=() files=",
    "  COMPREPLY=()",
    "  while IFS= read -r line; do",
    '    if [[ $line == :files ]]; then files=1; else lines+=("$line"); fi',
    '  done < <("${COMP_WORDS[0]/#\\~/$HOME}" complete --shell bash --line "$COMP_LINE" --point "$COMP_POINT" \\',
    '    --breaks "$COMP_WORDBREAKS" 2>/dev/null)',
    '  COMPREPLY=("${lines[@]}")',
    "  # where files fit, bash adds them, as it does for other commands",
    "  [[ -n $files ]] || compopt +o default +o bashdefault 2>/dev/null",
    "  # a folder, or an option that waits for its value, goes on",
    "  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then compopt -o nospace 2>/dev/null; fi",
    "}",
    "complete -o default -o bashdefault -F _groggy groggy",
  ],
  zsh: [
    "#compdef groggy",
    "# groggy: completion for zsh. In ~/.zshrc, after compinit: source <(groggy completion zsh)",
    "_groggy() {",
    "  local line files value",
    "  local -a values shown",
    '  for line in "${(@f)$("${words[1]}" complete --shell zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do',
    "    [[ -z $line ]] && continue",
    "    if [[ $line == :files ]]; then files=1; continue; fi",
    "    value=${line%%$'\\t'*}",
    '    values+=("$value")',
    "    if [[ $line == *$'\\t'* ]]; then shown+=(\"$value  -- ${line#*$'\\t'}\"); else shown+=(\"$value\"); fi",
    "  done",
    "  (( ${#values} )) && compadd -l -d shown -a values",
    "  [[ -n $files ]] && _files",
    "  (( ${#values} )) || [[ -n $files ]]",
    "}",
    "(( $+functions[compdef] )) && compdef _groggy groggy",
  ],
  fish: [
    "# groggy: completion for fish. In ~/.config/fish/config.fish: groggy completion fish | source",
    "function __groggy_complete",
    "  set -l words (commandline -opc)",
    "  set -l last (commandline -ct)",
    '  for line in ($words[1] complete --shell fish -- $words[2..] "$last" 2>/dev/null)',
    '    if test "$line" = ":files"',
    '      __fish_complete_path "$last"',
    "    else",
    "      echo $line",
    "    end",
    "  end",
    "end",
    "complete -c groggy -f -a '(__groggy_complete)'",
  ],
};

export async function run({ operands, output }: Invocation): Promise<undefined> {
  const shell = operands.shell as string;
  const lines = scripts[shell]!;
  await output.report({ json: { shell, script: lines.join("\n") }, lines });
}
