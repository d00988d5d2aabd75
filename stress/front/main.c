/* gridlock: what a person types. */
#include "stress/front/cli.h"
#include "stress/registry.h"

int main(int argc, char **argv)
{
	registry_close();
	return cli_main(argc, argv);
}
