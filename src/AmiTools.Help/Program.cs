using AmiTools.Help;

return Generator.Run(args, Console.Error);
