using AmiTools.Cli;

using var stop = StopRequest.OfProcess();
return (int)await CommandLine.RunAsync(args, Host.OfProcess(stop));
